import glob, os, socket
paths = ["/var/run/docker.sock", "/run/containerd/containerd.sock", "/run/dbus/system_bus_socket", "/run/systemd/private"]
for path in paths + glob.glob("/run/**/*.sock", recursive=True):
    try:
        with socket.socket(socket.AF_UNIX) as stream:
            stream.connect(path)
            print("ESCAPED: connected to", path)
    except OSError:
        pass
for name in (name for _, name in socket.if_nameindex()):
    if name != "lo":
        print("ESCAPED: interface", name)
print("tried")
