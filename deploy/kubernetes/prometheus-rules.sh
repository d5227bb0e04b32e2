#!/bin/sh
# Prints the rules of deploy/monitoring as objects for the Prometheus operator: `prometheus-rules.sh | kubectl apply -f -`.
set -eu
cd "$(dirname "$0")/../monitoring/prometheus/rules"
for file in *.yml; do
  cat <<HEAD
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: hubbub-${file%.yml}
  namespace: monitoring
spec:
HEAD
  sed 's/^/  /' "$file"
done
