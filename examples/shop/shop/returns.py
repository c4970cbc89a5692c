from shop import api, settings


def label_is_ready(order):
    fields = {
        "apiUser": settings.MAIL_ACCOUNT,
        "apiKey": settings.MAIL_SECRET,
        "from": settings.SENDER,
<<<<<<< HEAD
        "to": order.email,
=======
        "to": order.customer.email,
>>>>>>> returns-by-customer
    }
    return api.post("/email/send", fields)
