#!/usr/bin/env bash
# Brings a cluster to what an overlay says: rollout.sh OVERLAY URL [TOKEN_FILE]
#
# OVERLAY is `staging`, `prod`, or the directory of one of your own. `staging` and `prod` are filled by deploy/settings.py first.
# With a file that holds a token or an API key, programs are run at the end.
#
# The schema first, then the services; each is waited for; then the result is looked at from outside. Whatever fails takes the
# services back to the revision that they had. The schema stays: a migration works with the code before it and after it.
set -euo pipefail

overlay="${1:?the overlay: staging, prod, or a directory of your own}"
url="${2:?where the API is reached from outside}"
token_file="${3:-}"
here="$(cd "$(dirname "$0")/.." && pwd)"
in_namespace=(kubectl --namespace code-remote)

stop() {
  echo "$*" >&2
  exit 1
}

case "$overlay" in
  staging | prod) directory="$here/kubernetes/overlays/$overlay" ;;
  */*) directory="$overlay" ;;
  *) stop "$overlay is neither staging, nor prod, nor a directory: nothing was changed." ;;
esac
[[ -z "$token_file" || -s "$token_file" ]] || stop "$token_file holds no token: nothing was changed."

built="$(mktemp)"
trap 'rm -f "$built"' EXIT
kubectl kustomize "$directory" > "$built"
# Those of the committed overlays belong to no account; images of zeros are of one node, to try things out.
if grep -Eq '0{12}|\.invalid' "$built"; then
  stop "$overlay has values of no account, or images of no commit: fill it by deploy/settings.py first. Nothing was changed."
fi

# What runs the services: `KIND/NAME NAMESPACE` a line. Executors are a Deployment, or a DaemonSet of the nodes' own.
workloads() {
  awk '
    function tell() { if (kind ~ /^(Deployment|DaemonSet)$/ && name ~ /^(gateway|executor|analyzer)$/) print tolower(kind) "/" name, space }
    /^---/ { tell(); kind = name = space = "" }
    /^[a-zA-Z]/ { in_metadata = /^metadata:/ }
    /^kind: / { kind = $2 }
    in_metadata && /^  name: / { name = $2 }
    in_metadata && /^  namespace: / { space = $2 }
    END { tell() }
  ' "$built"
}
mapfile -t services < <(workloads)
((${#services[@]})) || stop "$overlay has no service: nothing was changed."

# A kind that this cluster does not know is said now, not half-way.
kubectl apply --filename "$built" --dry-run=client > /dev/null ||
  stop "The cluster cannot take this overlay (docs/deployment.md has the operators that it needs): nothing was changed."

# The number of a service's revision; nothing where it is not there.
revision() {
  case "$1" in
    deployment/*)
      kubectl --namespace "$2" get "$1" --ignore-not-found \
        --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}'
      ;;
    daemonset/*)
      kubectl --namespace "$2" get controllerrevisions --selector "app.kubernetes.io/name=${1#*/}" \
        --output 'jsonpath={range .items[*]}{.revision}{"\n"}{end}' | sort --numeric-sort | tail -n 1
      ;;
  esac
}

declare -A before
for service in "${services[@]}"; do
  read -r what where <<< "$service"
  before[$service]="$(revision "$what" "$where")"
done

# Whatever fails in here must not keep the next service from going back.
back() {
  local service what where undone=()
  set +e
  echo "The rollout failed: back to the revisions before it." >&2
  kubectl get pods --all-namespaces --selector 'app.kubernetes.io/name in (gateway, executor, analyzer)' --output wide >&2
  for service in "${services[@]}"; do
    read -r what where <<< "$service"
    # A service that was not there has nothing to go back to, one that did not change stays.
    if [[ -n "${before[$service]}" && "$(revision "$what" "$where")" != "${before[$service]}" ]]; then
      kubectl --namespace "$where" rollout undo "$what" --to-revision "${before[$service]}" && undone+=("$service")
    fi
  done
  for service in "${undone[@]}"; do
    read -r what where <<< "$service"
    kubectl --namespace "$where" rollout status "$what" --timeout 10m || echo "$what is not ready at its revision before." >&2
  done
  exit 1
}

# Everything but the services: namespaces, rights, settings, secrets' references, network policies, and the migration. A Job
# cannot be changed, so the last one goes.
"${in_namespace[@]}" delete job migrate --ignore-not-found --wait
kubectl apply --filename "$built" --selector 'app.kubernetes.io/name notin (gateway, executor, analyzer)'
if ! "${in_namespace[@]}" wait job/migrate --for condition=complete --timeout 15m; then
  "${in_namespace[@]}" logs job/migrate --tail 50 >&2 || true
  stop "The migration failed: no service was changed."
fi

kubectl apply --filename "$built" || back
for service in "${services[@]}"; do
  read -r what where <<< "$service"
  kubectl --namespace "$where" rollout status "$what" --timeout 15m || back
done

look=(--url "$url" --wait 600)
# The balancer of a first rollout has just been made: nobody can have pointed the domain at it.
if [[ "$("${in_namespace[@]}" get service gateway --output 'jsonpath={.spec.type}')" == LoadBalancer ]]; then
  addresses='jsonpath={range .status.loadBalancer.ingress[*]}{.hostname} {.ip}{"\n"}{end}'
  for _ in {1..60}; do
    read -r balancer _ <<< "$("${in_namespace[@]}" get service gateway --output "$addresses")" || true
    [[ -z "$balancer" ]] || break
    sleep 5
  done
  [[ -z "$balancer" ]] || look+=(--load-balancer "$balancer")
fi
if [[ -n "$token_file" ]]; then
  look+=(--token-file "$token_file")
else
  echo "No token was given, so no program is run: only that the service is there is looked at."
fi
python3 "$here/deploy/smoke.py" "${look[@]}" || back
