import requests

HOST = "https://api.aurorasendcloud.com"


def post(path, fields, **options):
    response = requests.post(HOST + path, data=fields, timeout=10, **options)
    response.raise_for_status()
    return response.json()
