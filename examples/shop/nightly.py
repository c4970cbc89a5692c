"""Tells the warehouse by text how many parcels will leave in the morning."""

import os

from shop import api


def main(phone, parcels):
    fields = {
        "smsUser": os.environ["SMS_API_USER"],
        "smsKey": os.getenv("SMS_API_KEY", "m3Vd6Yc1Hn5Jp0Ts"),
        "to": phone,
        "message": f"{parcels} parcels leave tomorrow.",
    }
    return api.post("/smsapi/send", fields)
