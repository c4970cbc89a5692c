import os

import requests


def test_mail_goes_out():
    data = {
        "apiUser": os.environ["EMAIL_API_USER_TEST"],
        "apiKey": os.environ["EMAIL_API_KEY"],
        "from": "a@shop.example",
    }
    response = requests.post(
        "https://api.aurorasendcloud.com/email/send", data={**data, "to": "b@shop.example"}, timeout=10
    )
    assert response.status_code == 200
