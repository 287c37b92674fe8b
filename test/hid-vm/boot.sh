#!/usr/bin/env bash
# Runs a script of this project with its own Node beside a real Linux kernel, in a small virtual machine (QEMU in software: no
# KVM, no feature of the host's kernel). The script makes HID devices through /dev/uhid and opens them with the real node-hid.
#
#   boot.sh PROJECT SOURCES LIST KERNEL NODE SCRIPT SECONDS
#     SOURCES  folder with what the guest gets of PROJECT, its types taken out
#     LIST     file with the paths, relative to PROJECT, that it gets as they are
#     KERNEL   folder of an unpacked Debian kernel package
#     NODE, SCRIPT   relative to PROJECT
#     SECONDS  for the whole run at most
#
# stdout is what the script prints, as it prints it; the exit status is the script's. Notes go to stderr. 124: it took too long
# in the guest; 125: the machine came to no end; 126: something is missing here. Ends no process but its own QEMU.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$1 sources=$2 list=$3 kernel_folder=$4 node=$5 script=$6 limit=$7
memory_mib=768
starter=$PPID
PATH=$PATH:/sbin:/usr/sbin
start=$EPOCHREALTIME
since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }
die() {
	echo "boot: $*" >&2
	exit 126
}

work=$(mktemp -d "${TMPDIR:-/tmp}/counterfoil-vm.XXXXXX")
qemu=
cleanup() {
	if [ -n "$qemu" ]; then kill -9 "$qemu" 2>/dev/null || true; fi
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

kernel=$(find "$kernel_folder/boot" -name 'vmlinuz-*' | head -1)
version=${kernel##*/vmlinuz-}
[ -n "$version" ] || die "no kernel in $kernel_folder"

# The first file system: busybox, the kernel's modules, the libraries of node and node-hid, the virtual device.
root=$work/root
mkdir -p "$root"/{bin,sbin,proc,sys,dev,etc,lib64,vm/modules}
cp "$(command -v busybox)" "$root/bin/busybox"
install -m 755 "$here/guest-init" "$root/init"
gcc -static -Os -s -Wall -Wextra -o "$root/vm/vscanner" "$here/vscanner.c" || die "vscanner.c does not compile"
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
printf '127.0.0.1 localhost guest\n' >"$root/etc/hosts"

loaded= # in load order, each after what it depends on
module() {
	local name=${1//-/_} file needed
	case " $loaded " in *" $name "*) return 0 ;; esac
	file=$(find "$kernel_folder/lib/modules/$version/kernel" -name "${1//[-_]/[-_]}.ko*" | head -1)
	[ -n "$file" ] || return 0 # built in
	case $file in
	*.xz) xz -dc "$file" >"$root/vm/modules/$name.ko" ;;
	*) cp "$file" "$root/vm/modules/$name.ko" ;;
	esac
	for needed in $(tr '\0' '\n' <"$root/vm/modules/$name.ko" |
		sed -n -e 's/^depends=//p' -e 's/^softdep=pre: *//p' | tr ',' ' '); do
		case $needed in *crc32c) needed=crc32c_generic ;; esac # ext4 asks for it by another name
		module "$needed"
	done
	loaded="$loaded $name"
	echo "$name.ko" >>"$root/vm/modules/list"
}
for each in virtio_pci virtio_blk ext4 overlay hid hid-generic uhid; do module "$each"; done

for binary in "$project/$node" "$project"/node_modules/node-hid/prebuilds/*-linux-x64/*.node \
	"$project"/node_modules/better-sqlite3/prebuilds/linux-x64.node; do
	if [ -e "$binary" ]; then ldd "$binary"; fi
done | awk '$3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }' | sort -u | while read -r library; do
	mkdir -p "$root$(dirname "$library")"
	cp -L "$library" "$root$library"
done
cat >"$root/vm/env" <<-END
	NODE=/project/$node
	SCRIPT=/project/$script
	LIMIT=$((limit - 20))
END
(cd "$root" && find . | cpio --quiet -o -H newc >"$work/initrd")

# The project's image.
mkdir "$work/tree"
cp -R "$sources/." "$work/tree/"
tar -C "$project" --exclude='*.map' --exclude='node_modules/better-sqlite3/deps' --exclude='node_modules/node-hid/hidapi' -cf - -T "$list" | tar -C "$work/tree" -xf -
size_mib=$(du -sm --apparent-size "$work/tree" | cut -f1)
files=$(find "$work/tree" | wc -l)
mke2fs -q -F -t ext4 -O ^has_journal -m 0 -N $((files + 1000)) -E lazy_itable_init=1 -d "$work/tree" \
	"$work/project.img" $((size_mib + size_mib / 8 + files / 200 + 32))M >"$work/mke2fs.log" 2>&1 ||
	die "no image of the project: $(cat "$work/mke2fs.log")"
rm -rf "$work/tree" "$root"
prepared=$(since "$start")

booted=$EPOCHREALTIME
: >"$work/out.log"
qemu-system-x86_64 -M pc -accel tcg,thread=multi -cpu max -smp 2 -m "$memory_mib" \
	-nodefaults -no-user-config -display none -no-reboot \
	-serial "file:$work/console.log" -chardev "file,id=out,path=$work/out.log" -serial chardev:out \
	-kernel "$kernel" -initrd "$work/initrd" \
	-append "console=ttyS0,115200 panic=-1 mitigations=off nokaslr random.trust_cpu=on" \
	-drive "file=$work/project.img,format=raw,if=none,id=p,readonly=on" -device virtio-blk-pci,drive=p \
	</dev/null >"$work/qemu.log" 2>&1 &
qemu=$!
shown=0
show() { # what the script has printed since the last call
	local size
	size=$(stat -c %s "$work/out.log")
	if [ "$size" -gt "$shown" ]; then
		tail -c "+$((shown + 1))" "$work/out.log" | head -c $((size - shown))
		shown=$size
	fi
}
while kill -0 "$qemu" 2>/dev/null; do
	sleep 0.2
	kill -0 "$starter" 2>/dev/null || exit 130 # nobody is left to hear of it
	show
	if awk -v from="$start" -v to="$EPOCHREALTIME" -v most="$limit" 'BEGIN { exit !(to - from > most) }'; then
		echo "boot: no end within $limit s" >&2
		kill -9 "$qemu" 2>/dev/null || true
	fi
done
wait "$qemu" 2>/dev/null || true
qemu=
show

log() { tr -d '\r' <"$work/console.log"; }
told() { log | sed -n "s/.*VM $1 //p" | tail -1; }
cat "$work/qemu.log" >&2
status=$(told exit)
echo "boot: prepared in $prepared s, ran $(since "$booted") s, script from $(told script-at) s to $(told script-end-at) s" >&2
if [ -z "$status" ]; then
	log | tail -20 >&2
	exit 125
fi
if [ "$status" = 143 ]; then status=124; fi
exit "$status"
