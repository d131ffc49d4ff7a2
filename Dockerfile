# Images of every role. `docker build --target gateway` makes the one of gateway, analyzer, migrations and of the executor
# that makes pods; `executor` adds gVisor, for an executor that starts sandboxes itself; `sandbox` is what those pods run;
# `development` has PostgreSQL and an emulator of Amazon's services, for compose and clusters of one node.
#
# Base images are arguments, so that a build can name them by digest: --build-arg DEBIAN_IMAGE=debian@sha256:…
ARG NODE_IMAGE=node:22-bookworm-slim
ARG RUST_IMAGE=rust:1.95.0-bookworm
ARG DEBIAN_IMAGE=debian:bookworm-slim

# === The web page ===
FROM ${NODE_IMAGE} AS page
WORKDIR /source/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

# === The executable, with the page in it ===
FROM ${RUST_IMAGE} AS build
WORKDIR /source
# Without rust-toolchain.toml: the image is that toolchain, and the file would fetch linters besides.
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY xtask xtask
COPY crates crates
COPY proto proto
COPY --from=page /source/frontend/dist frontend/dist
RUN cargo build --release --locked --package code-remote \
    && install -D -m 755 target/release/code-remote /out/code-remote \
    && strip --strip-debug /out/code-remote

# === What every image has ===
FROM ${DEBIAN_IMAGE} AS base
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*

# === Pods that the Kubernetes driver makes: a Python and the runner, nothing else ===
FROM base AS sandbox
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*
COPY crates/adapters/runsc/python/runner.py crates/adapters/runsc/python/guard.py /opt/code-remote/
USER 65534:65534
WORKDIR /tmp
# Waits to be removed; the executor opens the runner in it with `exec`.
ENTRYPOINT ["/bin/sleep", "infinity"]

# === PostgreSQL and an emulator of SQS and Cognito: to try things out, never for production ===
FROM base AS development
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql python3 python3-venv \
    && rm -rf /var/lib/apt/lists/* /var/lib/postgresql \
    && python3 -m venv /opt/aws \
    && /opt/aws/bin/pip install --no-cache-dir --quiet ministack==1.5.33 cryptography==50.0.2 \
    && groupadd --gid 65532 code-remote \
    && useradd --uid 65532 --gid 65532 --no-create-home --home-dir /var/lib/code-remote code-remote \
    && install -d -o 65532 -g 65532 /var/lib/code-remote /run/code-remote /run/code-remote/settings
COPY deploy/development/development.py /usr/local/bin/development
COPY deploy/smoke.py /usr/local/bin/smoke
USER 65532:65532
WORKDIR /var/lib/code-remote
# PostgreSQL stops in good order at SIGINT, the emulator too.
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/bin/python3", "/usr/local/bin/development"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=12 \
    CMD ["/usr/bin/python3", "/usr/local/bin/development", "check"]

# === An executor that starts gVisor itself ===
FROM base AS executor
RUN sed -i 's/^Suites: bookworm bookworm-updates$/& bookworm-backports/' /etc/apt/sources.list.d/debian.sources \
    && apt-get update \
    && apt-get install --yes --no-install-recommends --target-release bookworm-backports runsc \
    && apt-get install --yes --no-install-recommends erofs-utils python3 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d /var/lib/code-remote
COPY --from=build /out/code-remote /usr/local/bin/code-remote
ENV CODE_REMOTE_DATA_DIR=/var/lib/code-remote
# Root, because control groups of sandboxes can be made by nobody else; of root's capabilities it needs two
# (docs/deployment.md names them with their reasons). Programs of users run as nobody, in gVisor.
# hadolint ignore=DL3002
USER 0:0
WORKDIR /var/lib/code-remote
ENTRYPOINT ["/usr/local/bin/code-remote"]
CMD ["executor"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["/usr/local/bin/code-remote", "probe", "http://127.0.0.1:9090/health/ready"]

# === Gateway, analyzer, migrations, the executor over pods. The last stage is what a plain build makes ===
FROM base AS gateway
COPY --from=build /out/code-remote /usr/local/bin/code-remote
USER 65532:65532
WORKDIR /tmp
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/code-remote"]
CMD ["gateway"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["/usr/local/bin/code-remote", "probe", "http://127.0.0.1:8080/health/ready"]
