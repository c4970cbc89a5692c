import hashlib
import hmac
import os

APP_KEY = os.environ["SENDCLOUD_APP_KEY"]


def opened(form):
    text = (form["timestamp"] + form["token"]).encode()
    return hmac.compare_digest(hmac.new(APP_KEY.encode(), text, hashlib.sha256).hexdigest(), form["signature"])
