#!/bin/sh
# Builds the product and measures it: src/bench/run.sh [api|configuration|receive|process|latency|escalate|reports|start ...], all when none is named.
# Needs JDK 17, Maven, and Debian's packages postgresql and (for receive) prometheus-alertmanager. docs/benchmarks.md says what the figures are.
# JAVA_OPTS is handed to the product; BENCH_OPTS to the measuring program, such as -Dbench.seconds=5 or -Dbench.profile=true.
set -eu
cd "$(dirname "$0")/../.."
mvn -q -B package -DskipTests
# shellcheck disable=SC2086
exec java -Xmx1g ${BENCH_OPTS:-} -cp "target/test-classes:target/lib/*" io.dutybell.bench.Bench "$@"
