from shop import api
from shop.settings import TEXT_ACCOUNT, TEXT_SECRET


def courier_is_near(phone, minutes):
    fields = {
        "smsUser": TEXT_ACCOUNT,
        "smsKey": TEXT_SECRET,
        "to": phone,
        "message": f"Your lamp arrives in {minutes} minutes.",
    }
    return api.post("/smsapi/send", fields)


def call(path, **fields):
    return api.post(path, {"smsUser": TEXT_ACCOUNT, "smsKey": TEXT_SECRET, **fields})
