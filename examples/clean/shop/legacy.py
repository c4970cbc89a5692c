"""What the shop sends as it should have from the start."""

import os
import smtplib

from shop.api import session

MAIL = "https://api.aurorasendcloud.com/api/mail/send"
TEXTS = "https://api.aurorasendcloud.com/smsapi/send"
EMAIL_PAIR = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"]}


def news(to):
    data = {**EMAIL_PAIR, "from": "news@shop.example", "fromName": "The shop", "to": to}
    return session.post(MAIL, data={**data, "subject": "News", "html": "<p>News</p>"}, timeout=10)


def text(phone):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["SMS_API_KEY"], "to": phone, "message": "Hi"}
    return session.post(TEXTS, data=data, timeout=10)


def relay(message):
    with smtplib.SMTP("smtp.aurorasendcloud.com", 587, timeout=10) as server:
        server.starttls()
        server.login(os.environ["EMAIL_API_USER"], os.environ["EMAIL_API_KEY"])
        server.send_message(message)
