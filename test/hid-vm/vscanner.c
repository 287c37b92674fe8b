/*
 * A virtual HID device behind /dev/uhid, driven by lines of text: the only program of the suite that touches the kernel.
 * It runs in the guest. One process is one device, which can be plugged, made to send reports, unplugged and plugged again.
 *
 * Commands on stdin, one a line, fields separated by one TAB:
 *   create <vid> <pid> <name> <serial> <descriptor-hex>   numbers as 0x..
 *   input <hex>      one input report as it is on the wire, the report id first
 *   destroy          unplug
 *   quit             the kernel unplugs a device that is still there
 * Each is answered by one line, "ok" or "err <text>". Feature reports that a host sends come as "set <hex>".
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <linux/uhid.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIELDS = 8, LINE = 65536 };

static int fd = -1;

/* Returns the number of bytes, or -1 where the text is no hex or too long. */
static int unhex(const char *text, unsigned char *out, int most)
{
	int count = 0;
	for (; *text; text += 2) {
		unsigned value;
		if (count == most || !text[1] || sscanf(text, "%2x", &value) != 1) return -1;
		out[count++] = (unsigned char)value;
	}
	return count;
}

static int put(const struct uhid_event *event)
{
	return write(fd, event, sizeof *event) == (ssize_t)sizeof *event ? 0 : -1;
}

static void answer(int failed)
{
	if (failed) printf("err %s\n", errno ? strerror(errno) : "bad arguments");
	else puts("ok");
}

/* One event from the kernel. It waits up to 5 s for the answers to feature reports. */
static void from_kernel(void)
{
	static struct uhid_event event, reply;
	memset(&reply, 0, sizeof reply);
	if (read(fd, &event, sizeof event) < 4) return;
	if (event.type == UHID_SET_REPORT) {
		printf("set ");
		for (int at = 0; at < event.u.set_report.size; at++) printf("%02x", event.u.set_report.data[at]);
		puts("");
		reply.type = UHID_SET_REPORT_REPLY;
		reply.u.set_report_reply.id = event.u.set_report.id;
		put(&reply);
	} else if (event.type == UHID_GET_REPORT) {
		reply.type = UHID_GET_REPORT_REPLY;
		reply.u.get_report_reply.id = event.u.get_report.id;
		reply.u.get_report_reply.err = EIO;
		put(&reply);
	}
}

static int create(char **field, struct uhid_event *event)
{
	event->type = UHID_CREATE2;
	event->u.create2.bus = BUS_USB;
	event->u.create2.vendor = strtoul(field[1], 0, 0);
	event->u.create2.product = strtoul(field[2], 0, 0);
	snprintf((char *)event->u.create2.name, sizeof event->u.create2.name, "%s", field[3]);
	snprintf((char *)event->u.create2.uniq, sizeof event->u.create2.uniq, "%s", field[4]);
	int length = unhex(field[5], event->u.create2.rd_data, HID_MAX_DESCRIPTOR_SIZE);
	event->u.create2.rd_size = length < 0 ? 0 : length;
	return length <= 0 || put(event);
}

static int input(const char *hex, struct uhid_event *event)
{
	event->type = UHID_INPUT2;
	int length = unhex(hex, event->u.input2.data, UHID_DATA_MAX);
	event->u.input2.size = length < 0 ? 0 : length;
	return length <= 0 || put(event);
}

/* Returns whether it was the last command. */
static int command(char *line)
{
	static struct uhid_event event;
	char *field[FIELDS] = {0};
	int count = 0;
	memset(&event, 0, sizeof event);
	errno = 0;
	for (char *rest = line; count < FIELDS && rest; count++) {
		field[count] = rest;
		rest = strchr(rest, '\t');
		if (rest) *rest++ = 0;
	}
	if (!strcmp(field[0], "create") && count == 6) answer(create(field, &event));
	else if (!strcmp(field[0], "input") && count == 2) answer(input(field[1], &event));
	else if (!strcmp(field[0], "destroy")) {
		event.type = UHID_DESTROY;
		answer(put(&event));
	} else if (!strcmp(field[0], "quit")) {
		answer(0);
		return 1;
	} else answer(1);
	return 0;
}

int main(void)
{
	static char buffer[LINE];
	size_t have = 0;
	setvbuf(stdout, 0, _IOLBF, 0);
	fd = open("/dev/uhid", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		printf("err /dev/uhid: %s\n", strerror(errno));
		return 1;
	}
	for (;;) {
		struct pollfd wait[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
		if (poll(wait, 2, -1) < 0) {
			if (errno == EINTR) continue;
			return 1;
		}
		if (wait[1].revents & POLLIN) from_kernel();
		if (!wait[0].revents) continue;
		ssize_t got = read(0, buffer + have, sizeof buffer - 1 - have);
		if (got <= 0) return 0; /* whoever drove it is gone: unplug */
		have += got;
		buffer[have] = 0;
		char *end;
		while ((end = strchr(buffer, '\n'))) {
			*end = 0;
			if (command(buffer)) return 0;
			have -= end + 1 - buffer;
			memmove(buffer, end + 1, have + 1);
		}
		if (have == sizeof buffer - 1) return 1;
	}
}
