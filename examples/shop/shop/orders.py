from shop import api, settings


def credentials():
    return {"apiUser": settings.MAIL_ACCOUNT, "apiKey": settings.MAIL_SECRET}


def confirm(order):
    fields = credentials()
    fields["to"] = order.email
    fields["subject"] = f"Your order {order.number}"
    fields["html"] = order.summary()
    return api.post("/email/send", fields)


def shipped(order):
    fields = {"from": settings.SENDER, "to": order.email, "subject": "On its way", "html": order.summary()}
    fields["apiUser"] = settings.MAIL_ACCOUNT
    return api.post("/email/send", fields)
