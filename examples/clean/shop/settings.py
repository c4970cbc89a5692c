import os

SHOP_NAME = "Lamp & Shade"
SENDER = "orders@shop.example"

MAIL_ACCOUNT = os.environ["EMAIL_API_USER"]
MAIL_SECRET = os.environ["EMAIL_API_KEY"]

TEXT_ACCOUNT = os.environ["SMS_API_USER"]
TEXT_SECRET = os.environ["SMS_API_KEY"]
TEXT_URL = "https://api.aurorasendcloud.com/smsapi/send"
