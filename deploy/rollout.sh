#!/usr/bin/env bash
# Brings a cluster to what an overlay says: rollout.sh OVERLAY URL
#
# The schema first, then the services; each is waited for; then the result is looked at from outside. Whatever fails takes the
# services back to the revision that they had. The schema stays: a migration works with the code before it and after it.
set -euo pipefail

overlay="${1:?the overlay: staging or prod}"
url="${2:?where the API is reached from outside}"
here="$(cd "$(dirname "$0")/.." && pwd)"
services=(gateway executor analyzer)
in_namespace=(kubectl --namespace code-remote)

built="$(mktemp)"
trap 'rm -f "$built"' EXIT
kubectl kustomize "$here/kubernetes/overlays/$overlay" > "$built"

revision() {
  "${in_namespace[@]}" get deployment "$1" --ignore-not-found \
    --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}'
}

declare -A before
for service in "${services[@]}"; do
  before[$service]="$(revision "$service")"
done

back() {
  echo "The rollout failed: back to the revisions before it." >&2
  "${in_namespace[@]}" get pods --output wide >&2 || true
  for service in "${services[@]}"; do
    # A service that was not there has nothing to go back to, one that did not change stays.
    if [[ -n "${before[$service]}" && "$(revision "$service")" != "${before[$service]}" ]]; then
      "${in_namespace[@]}" rollout undo "deployment/$service" --to-revision "${before[$service]}"
      "${in_namespace[@]}" rollout status "deployment/$service" --timeout 10m
    fi
  done
  exit 1
}

# Everything but the services: namespaces, rights, settings, secrets' references, network policies, and the migration. A Job
# cannot be changed, so the last one goes.
"${in_namespace[@]}" delete job migrate --ignore-not-found --wait
kubectl apply --filename "$built" --selector 'app.kubernetes.io/name notin (gateway, executor, analyzer)'
if ! "${in_namespace[@]}" wait job/migrate --for condition=complete --timeout 15m; then
  "${in_namespace[@]}" logs job/migrate --tail 50 >&2 || true
  echo "The migration failed: no service was changed." >&2
  exit 1
fi

kubectl apply --filename "$built" || back
for service in "${services[@]}"; do
  "${in_namespace[@]}" rollout status "deployment/$service" --timeout 15m || back
done
python3 "$here/deploy/smoke.py" --url "$url" --wait 300 || back
