from shop import api, settings


def label_is_ready(order):
    fields = {
        "apiUser": settings.MAIL_ACCOUNT,
        "apiKey": settings.MAIL_SECRET,
        "from": settings.SENDER,
        "to": order.customer.email,
        "subject": "Your return label",
        "html": order.label(),
    }
    return api.post("/email/send", fields)
