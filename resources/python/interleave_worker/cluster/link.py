# SPDX-License-Identifier: GPL-3.0-or-later
"""Reaching a scheduler and its workers, or saying in one line why not. Never shuts anything of it down."""
import asyncio
import pickle
import socket
import sys
import time

from dask.distributed import Client

CONNECT_S = 5.0
# A scheduler or worker that says nothing for so long is gone, as far as this run is concerned.
ANSWER_S = 5.0


class Refused(Exception):
    """Why the run can't go on; its text is for a person."""


def host_and_port(address):
    host, _, port = address.partition("://")[2].rpartition(":")
    return host.strip("[]"), int(port)


def connect(address):
    """A Client. Raises Refused."""
    try:
        socket.create_connection(host_and_port(address), timeout=CONNECT_S).close()
    except OSError as error:
        why = "no answer within %g s" % CONNECT_S if isinstance(error, socket.timeout) else error.strerror or str(error)
        raise Refused("nobody answers at %s: %s. Is a Dask scheduler running there?" % (address, why))
    try:
        return Client(address, timeout=CONNECT_S)  # as_completed() looks for a default one
    except Exception as error:
        raise Refused("%s is no Dask scheduler that this Python can speak with: %s%s"
                      % (address, last_words(error), hint(address)))


def hint(address):
    if address.startswith("tls:"):
        return ". Dask takes the certificates for tls:// from its own configuration (distributed.comm.tls)"
    return ". One that asks for TLS is to be addressed by tls://"


def last_words(error):
    text = str(error).strip().splitlines()
    return "%s: %s" % (type(error).__name__, text[0] if text else "without a word")


class Link:
    """The scheduler, its workers, and what they are asked. All raise Refused where there is no answer."""

    def __init__(self, address, call, alias, sources):
        self._address = address
        self._call = call
        self._alias = alias
        self._sources = sources
        self.client = connect(address)

    def close(self):
        try:
            self.client.close(timeout=1)
        except Exception:
            pass  # it is gone

    def ask_scheduler(self, what, **arguments):
        try:
            return self.client.sync(getattr(self.client.scheduler, what), callback_timeout=ANSWER_S, **arguments)
        except Exception as error:
            raise Refused("the scheduler %s does not answer any more: %s" % (self._address, last_words(error)))

    def workers(self):
        """By address: what the scheduler knows of each."""
        return self.ask_scheduler("identity")["workers"]

    def check_versions(self):
        """Functions cross as byte code, and the task stream is Dask's own affair: both need the same version."""
        def python(told):
            return ".".join(str(told["host"].get("python", "?")).split(".")[:2])

        try:
            told = self.client.get_versions()
        except Exception as error:
            raise Refused("the scheduler %s does not say its versions: %s" % (self._address, last_words(error)))
        ours = told["client"]
        for who, theirs in [("scheduler", told["scheduler"])] + sorted(told["workers"].items()):
            for what, here, there in (("Dask", ours["packages"].get("distributed"), theirs["packages"].get("distributed")),
                                      ("Python", python(ours), python(theirs))):
                if here != there:
                    name = who if who == "scheduler" else "worker " + who
                    raise Refused("the %s runs %s %s, %s has %s: choose an interpreter with the cluster's versions"
                                  % (name, what, there, sys.executable, here))

    async def _ask(self, worker, function, arguments, sources):
        sent = time.monotonic()
        answer = await self.client.rpc(worker).run(
            function=self._pickled(), args=pickle.dumps((self._alias, sources, function) + arguments))
        back = time.monotonic()
        if answer["status"] != "OK":
            raise answer.get("exception") or RuntimeError(str(answer))
        return sent, answer["result"], back

    def _pickled(self):
        if not isinstance(self._call, bytes):
            import cloudpickle

            self._call = cloudpickle.dumps(self._call)
        return self._call

    def install(self, worker):
        """Takes our code there; who works there. Raises Refused."""
        try:
            return self.client.sync(self._ask, worker, "about", (), self._sources, callback_timeout=ANSWER_S)[1]
        except Exception as error:
            raise Refused("the worker %s does not let itself be asked for its clock: %s" % (worker, last_words(error)))

    def rounds(self, workers, count):
        """By worker: round trips (sent, there, back). Who does not answer is left out: the scheduler tells who is gone."""
        async def rounds_of(worker):
            found = []
            try:
                for _ in range(count):
                    found.append(await asyncio.wait_for(self._ask(worker, "clock", (), {}), ANSWER_S))
            except Exception:
                pass
            return worker, found

        async def all_rounds():
            return await asyncio.gather(*[rounds_of(worker) for worker in workers])

        return {worker: found for worker, found in self.client.sync(all_rounds) if found}

    def tell(self, workers, function, within):
        """Calls it on all of them at once; who does not answer within that time is left."""
        async def told(worker):
            try:
                await asyncio.wait_for(self._ask(worker, function, (), {}), within)
            except Exception:
                pass

        async def tell_all():
            await asyncio.gather(*[told(worker) for worker in workers])

        try:
            self.client.sync(tell_all, callback_timeout=within + 1)
        except Exception:
            pass
