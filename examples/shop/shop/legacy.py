"""What the shop still sends as it did in its first year."""

import logging
import os
import smtplib

import requests

log = logging.getLogger(__name__)
OLD = "https://sendcloud.sohu.com/webapi/mail.send.json"
MAIL = "https://api.aurorasendcloud.com/api/mail/send"
TEXTS = "https://api-us.aurorasendcloud.com/smsapi/send"
EMAIL_PAIR = {"apiUser": os.environ["EMAIL_API_USER"], "apiKey": os.environ["EMAIL_API_KEY"]}


def old_news(to):
    data = {
        "api_user": os.environ["EMAIL_API_USER"],
        "api_key": os.environ["EMAIL_API_KEY"],
        "from": "news@shop.example",
    }
    data.update(to=to, subject="News", html="<p>News</p>")
    try:
        requests.post(OLD, data=data, timeout=10).raise_for_status()
    except requests.HTTPError:
        return False
    return True


def news(to):
    data = {**EMAIL_PAIR, "from": "news@shop.example", "fromname": "The shop", "to": to, "html": "<p>News</p>"}
    log.info("sending %s", data)
    requests.post(MAIL, data=data)


def text(phone):
    data = {"smsUser": os.environ["SMS_API_USER"], "smsKey": os.environ["EMAIL_API_KEY"], "to": phone, "message": "Hi"}
    return requests.post(TEXTS, data=data, timeout=10)


def text_old_friends(phone):
    data = {"smsUser": "shop_sms ", "smsKey": os.environ["SMS_API_KEY"], "to": phone, "message": "Hi"}
    return requests.post("https://api.aurorasendcloud.com/smsapi/send", data=data, timeout=10)


def text_everybody(phones):
    query = f"smsUser={os.environ['SMS_API_USER']}&smsKey={os.environ['SMS_API_KEY']}&to={';'.join(phones)}&message=Hi"
    return requests.get(f"https://api.aurorasendcloud.com/smsapi/send?{query}", timeout=10)


def relay(message):
    with smtplib.SMTP("smtp.aurorasendcloud.com", 587, timeout=10) as server:
        server.login(os.environ["EMAIL_API_USER"], os.environ["EMAIL_API_KEY"])
        server.send_message(message)
