#!/bin/bash
# Installs gVisor's runtime and its shim for containerd, checked against the checksums that the stack's configuration pins, or
# where it pins none against the release's own, which lie beside it. A node that fails here joins without the handler: pods of
# the class `gvisor` do not start on it, and nothing runs with less.
set -euo pipefail

release="https://storage.googleapis.com/gvisor/releases/release/@RELEASE@/$(uname -m)"
# Lines of `SHA-512  NAME`.
pinned="@PINNED@"
cd "$(mktemp -d)"
for program in runsc containerd-shim-runsc-v1; do
  curl --fail --silent --show-error --location --retry 5 --remote-name "$release/$program"
  if [[ -n "$pinned" ]]; then
    grep "  $program\$" <<< "$pinned" > "$program.sha512"
  else
    curl --fail --silent --show-error --location --retry 5 --remote-name "$release/$program.sha512"
  fi
  sha512sum --check --strict "$program.sha512"
  install -m 755 "$program" "/usr/local/bin/$program"
done

install -d /etc/containerd
# With the kubelet's systemd driver, and without this, gVisor ignores the limits of its pods without a word.
cat > /etc/containerd/runsc.toml << 'END'
[runsc_config]
systemd-cgroup = "true"
platform = "systrap"
network = "sandbox"
END
