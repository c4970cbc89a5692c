import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

HOST = "https://api.aurorasendcloud.com"
session = requests.Session()
session.mount("https://", HTTPAdapter(max_retries=Retry(total=3, backoff_factor=1, allowed_methods=None)))


def post(path, fields, **options):
    response = session.post(HOST + path, data=fields, timeout=10, **options)
    response.raise_for_status()
    return response.json()
