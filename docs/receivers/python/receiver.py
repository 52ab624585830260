import base64
import hmac
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
seen = set()  # stands for a table of yours, unique on the id
transaction = threading.Lock()  # stands for a transaction: the id is remembered when the work is done, and only then


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.receive(body))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def receive(self, body):
        if self.path != "/hooks/reply":
            return 404
        if not is_signed(self.headers, body):
            return 401
        id = self.headers["webhook-id"]
        with transaction:
            if id not in seen:
                act(id, json.loads(body))
            seen.add(id)
        return 200


def is_signed(headers, body):
    id, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signed = f"{id}.{sent}.".encode() + body
    wanted = b"v1," + base64.b64encode(hmac.digest(KEY, signed, "sha256"))
    entries = headers.get("webhook-signature", "").encode().split(b" ")
    return any(hmac.compare_digest(entry, wanted) for entry in entries) and abs(time.time() - int(sent)) <= 300


def act(id, reply):
    print(f"{id}: {reply['type']} of {reply['data']['conversationId']}", flush=True)


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", 8090))), Receiver)
print("listening", flush=True)
server.serve_forever()
