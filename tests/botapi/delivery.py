"""The methods on updates, and the delivery to a webhook."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.botapi.errors import bad_request
from tests.botapi.params import Params
from tests.botapi.updates import WEBHOOK_SET, Updates, Webhook

LOCAL = {"127.0.0.1", "localhost", "::1"}
PORTS = {None, 80, 88, 443, 8443}
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0
ANSWER_SECONDS = 10


class UpdateMethods:
    """Methods on updates."""

    def __init__(self, updates: Updates) -> None:
        self.updates = updates

    async def get_updates(self, params: Params) -> list[dict[str, Any]]:
        """Wait for updates."""
        self.updates.allow(params.data("allowed_updates"))
        timeout = min(max(params.integer("timeout"), 0), 50)
        return await self.updates.get(params.integer("offset"), params.integer("limit", 100), timeout)

    def set_webhook(self, params: Params) -> bool:
        """Have updates posted to an address; plain HTTP is allowed to this machine only."""
        url = params.text("url")
        if url:
            parts = urlsplit(url)
            if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
                raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
            if parts.hostname not in LOCAL and parts.port not in PORTS:
                raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
            if not SECRET.fullmatch(params.text("secret_token")):
                raise bad_request("secret token contains unallowed characters")
            self.updates.interrupt(WEBHOOK_SET)
        self.updates.allow(params.data("allowed_updates"))
        connections = params.integer("max_connections", 40)
        self.updates.webhook = Webhook(url, params.text("secret_token"), connections)
        with self.updates.lock:
            if params.flag("drop_pending_updates"):
                self.updates.pending.clear()
            self.updates.lock.notify_all()
        self.updates.wake()
        return True

    def delete_webhook(self, params: Params) -> bool:
        """Return to getUpdates."""
        return self.set_webhook(Params({"drop_pending_updates": params.flag("drop_pending_updates")}))

    def get_webhook_info(self, _: Params) -> dict[str, Any]:
        """Where updates are posted, and how that goes."""
        webhook = self.updates.webhook
        info: dict[str, Any] = {
            "url": webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if webhook.url:
            info["max_connections"] = webhook.max_connections
        if webhook.last_error_date is not None:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error_message
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        return info


async def deliver(updates: Updates, changed: asyncio.Event) -> None:
    """Post the updates to the webhook one after the other, each until it is accepted."""
    client = AsyncHTTPClient(force_instance=True)
    pause = FIRST_PAUSE
    try:
        while True:
            webhook = updates.webhook
            if not (webhook.url and updates.pending):
                await changed.wait()
                changed.clear()
                continue
            update = updates.pending[0]
            problem = await post(client, webhook, update)
            if problem is None:
                updates.done(update)
                pause = FIRST_PAUSE
            else:
                with updates.lock:
                    webhook.last_error_date, webhook.last_error_message = int(time.time()), problem
                    updates.lock.notify_all()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
    finally:
        client.close()


async def post(client: AsyncHTTPClient, webhook: Webhook, update: dict[str, Any]) -> str | None:
    """Post one update; what went wrong, or None."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    request = HTTPRequest(
        webhook.url,
        method="POST",
        headers=headers,
        body=json.dumps(update),
        request_timeout=ANSWER_SECONDS,
        validate_cert=False,
    )
    try:
        response = await client.fetch(request, raise_error=False)
    except (OSError, HTTPClientError) as error:
        return f"Connection failed: {error}"
    if response.code // 100 == 2:
        return None
    return f"Wrong response from the webhook: {response.code} {response.reason}"
