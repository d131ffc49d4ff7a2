import json, os, select, socket, sys, time

# Knocks at every door from this process's first moments on, again and again, then for a last time with patience.
start = time.monotonic()
doors, seconds = json.loads(sys.argv[1]), float(sys.argv[2])
QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x0akubernetes\x07default\x03svc\x07cluster\x05local\x00\x00\x01\x00\x01"
reached = {}


def knock(door):
    family = socket.AF_INET6 if ":" in door["host"] else socket.AF_INET
    kind = socket.SOCK_DGRAM if door["name_server"] else socket.SOCK_STREAM
    try:
        one = socket.socket(family, kind)
        one.setblocking(False)
        one.connect_ex((door["host"], door["port"]))
        if door["name_server"]:
            one.send(QUESTION)
        return one
    except OSError:
        return None


def answered(one, door):
    try:
        if door["name_server"]:
            return bool(one.recv(512))
        return one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0 and bool(one.getpeername())
    except OSError:
        return False


def round_of(patience):
    knocked = {}
    for number, door in enumerate(doors):
        began = time.monotonic()
        one = knock(door)
        if one is not None:
            knocked[one] = number, began
    end = time.monotonic() + patience
    while knocked and time.monotonic() < end:
        reading = [one for one, (number, _) in knocked.items() if doors[number]["name_server"]]
        writing = [one for one, (number, _) in knocked.items() if not doors[number]["name_server"]]
        ready = select.select(reading, writing, [], max(0, end - time.monotonic()))
        for one in ready[0] + ready[1]:
            number, began = knocked.pop(one)
            if answered(one, doors[number]):
                # A throttled process sees late what was answered early.
                reached[number] = round((began - start) * 1000)
            one.close()
    for one in knocked:
        one.close()


rounds = 0
while time.monotonic() - start < seconds:
    round_of(0.1)
    rounds += 1
    time.sleep(0.02)
round_of(1.0)
found = json.dumps({"rounds": rounds, "last": {str(number): at for number, at in reached.items()}})
with open("result.part", "w") as file:
    file.write(found)
print(found, flush=True)
os.rename("result.part", "result")
while True:
    time.sleep(3600)
