"""Tells the warehouse by text how many parcels will leave in the morning."""

from shop import api, settings


def main(phone, parcels):
    fields = {
        "smsUser": settings.TEXT_ACCOUNT,
        "smsKey": settings.TEXT_SECRET,
        "to": phone,
        "message": f"{parcels} parcels leave tomorrow.",
    }
    return api.post("/smsapi/send", fields)
