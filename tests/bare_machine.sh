#!/bin/sh
# Do `make run` and `make test` work on a Debian 12 with make, python3 and python3-venv, and nothing else?
# To be asked before each release, as root, on a Debian that reaches its packages:
#   tests/bare_machine.sh                     every test, as an ordinary user and as root
#   tests/bare_machine.sh tests/lib -x        only these tests
# The machine is a root made by debootstrap from the mirror this machine's apt uses, in a folder that goes with the
# script. What the package clients of this machine are told (apt, pip, npm, certificates) is told there too.
set -eu

if [ "${1:-}" != --alone ]; then
    [ "$(id -u)" = 0 ] || { echo "Making a root needs root: run this as root." >&2; exit 1; }
    command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap." >&2; exit 1; }
    exec unshare --mount --pid --fork --kill-child "$0" --alone "$@" # mounts and processes end with the script
fi
shift
cd "$(dirname "$0")/.."
ARGUMENTS=$*
MACHINE=$(mktemp -d /var/tmp/bare-machine.XXXXXX)
LOG=$MACHINE.log
trap 'umount "$MACHINE/dev/shm" "$MACHINE/dev/pts" "$MACHINE/dev" "$MACHINE/proc" 2>/dev/null; rm -rf --one-file-system "$MACHINE"' EXIT

fail() {
    echo "$*: see $LOG" >&2
    tail -n 20 "$LOG" >&2
    exit 1
}

make_machine() {
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
    echo "Making a bare Debian 12 …"
    debootstrap --variant=minbase --include=make,python3,python3-venv bookworm "$MACHINE" "$mirror" >>"$LOG" 2>&1 ||
        fail "debootstrap failed"
    chmod 755 "$MACHINE" # for the ordinary user
    mount -t proc proc "$MACHINE/proc"
    mount --bind /dev "$MACHINE/dev"
    mount --bind /dev/pts "$MACHINE/dev/pts"
    mount -t tmpfs tmpfs "$MACHINE/dev/shm"
    echo "127.0.0.1 localhost" >"$MACHINE/etc/hosts" # an installed machine or a container has it
    : >"$MACHINE/leader"
    chmod 666 "$MACHINE/leader"
    chroot "$MACHINE" useradd --create-home tester
    for home in root home/tester; do
        mkdir "$MACHINE/$home/hub"
        git ls-files -z | tar --create --null --files-from=- | tar --extract --directory="$MACHINE/$home/hub"
    done
    chroot "$MACHINE" chown -R tester: /home/tester
}

# Settings of package clients that hold for the whole machine; what is in somebody's home stays there
tell_package_clients() {
    for path in /etc/resolv.conf /etc/pip.conf /etc/npmrc /etc/apt/sources.list /etc/apt/sources.list.d \
        /etc/apt/apt.conf.d /etc/ssl/certs /usr/local/share/ca-certificates \
        ${SSL_CERT_FILE:-} ${PIP_CERT:-} ${NODE_EXTRA_CA_CERTS:-} ${REQUESTS_CA_BUNDLE:-}; do
        [ -e "$path" ] || continue
        mkdir -p "$MACHINE$(dirname "$path")"
        cp -RLT --remove-destination "$path" "$MACHINE$path" 2>>"$LOG" || true # a link in certs may lead nowhere
    done
}

# within ACCOUNT COMMAND: in a session of that account, in its copy of the hub; /leader names its first process
within() {
    home=/home/$1
    [ "$1" = root ] && home=/root
    set -- "$1" "$home" "$2"
    env --unset=VIRTUAL_ENV --unset=PYTHONPATH HOME="$home" USER="$1" LANG=C.UTF-8 \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NPM_CONFIG_GLOBALCONFIG=/etc/npmrc \
        setsid chroot --userspec="$1:$1" "$MACHINE" sh -c "echo \$\$ >/leader; cd $home/hub && $3"
}

# Start the hub, wait until it says that it runs, and stop it
runs() {
    echo "make run, as $1 …"
    rm -f "$LOG.run"
    port=$(chroot "$MACHINE" python3 -c 'import socket; s = socket.create_server(("", 0)); print(s.getsockname()[1])')
    within "$1" "PORT=$port exec make run" >"$LOG.run" 2>&1 </dev/null &
    starter=$!
    has_said "Ctrl-C stops everything" "$starter" || { cat "$LOG.run" >>"$LOG"; fail "make run does not work as $1"; }
    kill -s INT -- "-$(cat "$MACHINE/leader")" # all of its terminal, as Ctrl-C does
    has_said "Stopped." "" || { cat "$LOG.run" >>"$LOG"; fail "make run does not end as $1"; }
}

# has_said TEXT PROCESS: wait until the hub says so, as long as the process lives
has_said() {
    seconds=0
    until grep -qsF "$1" "$LOG.run"; do
        { [ -z "$2" ] || kill -0 "$2" 2>/dev/null; } && [ "$seconds" -lt 900 ] || return 1
        seconds=$((seconds + 1))
        sleep 1
    done
}

tests() {
    echo "make test, as $1 …"
    within "$1" "make test ARGS='$ARGUMENTS'" >"$LOG.test" 2>&1 </dev/null && passed=yes || passed=no
    cat "$LOG.test" >>"$LOG"
    [ "$passed" = "$2" ] || fail "make test as $1: passed: $passed"
    tail -n 1 "$LOG.test"
}

make_machine
tell_package_clients
runs tester
tests tester no # an ordinary user cannot install what is missing …
grep -q "The browser tests need Chromium" "$LOG.test" || fail "make test does not say what is missing" # … and is told
runs root
tests root yes
tests tester yes
echo "A bare Debian 12 runs the hub and its tests."
