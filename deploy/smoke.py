#!/usr/bin/env python3
"""Whether a deployment works, seen from outside: `smoke.py --url https://… [--token-file FILE] [--load-balancer NAME]`.

Without a token it looks at what needs none and that the rest asks for one; with a token it also runs programs.
"""

import argparse
import json
import pathlib
import socket
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--token-file", type=pathlib.Path)
    parser.add_argument("--wait", type=float, default=0, help="seconds until the service must be ready")
    parser.add_argument("--load-balancer", help="who is asked in the URL's name as long as that has no address")
    arguments = parser.parse_args()
    if arguments.load_balancer:
        stand_in(urllib.parse.urlsplit(arguments.url).hostname, arguments.load_balancer)
    service = Service(arguments.url.rstrip("/"), arguments.token_file)
    checks = ANYONE + (SIGNED_IN if arguments.token_file else ())
    wait_until_ready(service, arguments.wait)
    failed = 0
    for check in checks:
        problem = check(service)
        failed += problem is not None
        print(f"{'failed' if problem else 'passed'}  {check.__doc__}{f': {problem}' if problem else ''}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def stand_in(name, other):
    """Lets another host answer for a name that has no address. It must still show the name's certificate."""
    look_up, said = socket.getaddrinfo, False

    def instead(host, *more, **named):
        nonlocal said
        try:
            return look_up(host, *more, **named)
        except socket.gaierror:
            if host != name:
                raise
            if not said:
                print(f"notice  {name} has no address yet: {other} is asked in its name. Point the domain at it.")
            said = True
            return look_up(other, *more, **named)

    socket.getaddrinfo = instead


class Service:
    def __init__(self, url, token_file):
        self.url = url
        self.token = token_file.read_text().strip() if token_file else None

    def request(self, path, body=None, signed_in=True):
        """Status and body of an answer; status 0 where nobody answers."""
        headers = {"content-type": "application/json"}
        if signed_in and self.token:
            headers["authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, read(answer)
        except urllib.error.HTTPError as error:
            return error.code, read(error)
        except OSError as error:
            return 0, {"error": str(error)}

    def run(self, code, **more):
        return self.request("/execute", {"code": code, **more})[1]


def read(answer):
    text = answer.read()
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text.decode(errors="replace")}


def wait_until_ready(service, seconds):
    end = time.monotonic() + seconds
    while service.request("/health/ready")[0] != 200 and time.monotonic() < end:
        time.sleep(1)


def ready(service):
    """the service says that it is ready"""
    status, body = service.request("/health/ready")
    return None if status == 200 else f"{status} {body}"


def closed(service):
    """running a program needs a token"""
    status, body = service.request("/execute", {"code": "print(1)"}, signed_in=False)
    return None if status == 401 else f"{status} {body}"


def described(service):
    """the API is described"""
    status, body = service.request("/openapi.json")
    return None if status == 200 and "/execute" in body.get("paths", {}) else f"{status}"


def prints(service):
    """a program's output comes back"""
    result = service.run("print(6 * 7)")
    return None if result.get("stdout") == "42\n" and result.get("success") is True else result


def fails(service):
    """a program that fails is a result"""
    result = service.run("1 / 0")
    return None if result.get("error_type") == "ZeroDivisionError" and result.get("exit_code") == 1 else result


def ends(service):
    """a program that does not end is ended"""
    result = service.run("while True: pass", timeout=1)
    return None if result.get("timed_out") is True else result


def refused(service):
    """a module that is not allowed is refused"""
    result = service.run("import socket")
    return None if result.get("error_code") == "POLICY_VIOLATION" else result


def isolated(service):
    """what isolates is not relaxed"""
    isolation = service.run("print(1)").get("isolation") or {}
    return None if isolation.get("relaxed") is False else isolation


ANYONE = (ready, closed, described)
SIGNED_IN = (prints, fails, ends, refused, isolated)


if __name__ == "__main__":
    main()
