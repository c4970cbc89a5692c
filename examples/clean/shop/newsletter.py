import os

from shop.api import session

URL = "https://api.aurorasendcloud.com/email/send"
USER = os.environ["EMAIL_API_USER"]
KEY = os.environ["EMAIL_API_KEY"]


def send(address, issue):
    message = {"apiUser": USER, "apiKey": KEY, "from": "news@shop.example", "to": address}
    message.update(subject=issue.title, html=issue.html)
    response = session.post(URL, data=message, timeout=10)
    response.raise_for_status()


def send_reminder(address):
    message = {"apiUser": USER, "apiKey": KEY, "from": "news@shop.example", "to": address, "subject": "Still there?"}
    response = session.post(URL, data=message, timeout=10)
    response.raise_for_status()


def send_survey(address):
    message = {"apiUser": USER, "apiKey": KEY, "from": "news@shop.example", "to": address, "subject": "How was it?"}
    response = session.post(URL, data=message, timeout=10)
    response.raise_for_status()
