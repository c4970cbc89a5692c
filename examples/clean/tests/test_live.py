import os

from shop.api import session


def test_mail_goes_out():
    pair = {"apiUser": os.environ["EMAIL_API_USER_TEST"], "apiKey": os.environ["EMAIL_API_KEY_TEST"]}
    data = {**pair, "from": "a@shop.example", "to": "b@shop.example"}
    response = session.post("https://api.aurorasendcloud.com/email/send", data=data, timeout=10)
    assert response.status_code == 200
