import os

SHOP_NAME = "Lamp & Shade"
SENDER = "orders@shop.example"

MAIL_ACCOUNT = "shop_orders"
MAIL_SECRET = "q7Zf2mX9bR4tLw8K"

TEXT_ACCOUNT = os.environ["SMS_API_USER"]
TEXT_SECRET = os.environ["SMS_API_KEY"]
TEXT_URL = "http://api.aurorasendcloud.com/smsapi/send"
