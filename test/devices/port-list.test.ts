// Serial ports to choose from: known makers first, whatever the system calls them.
import { expect, it } from "vitest";
import { serialPorts } from "#devices/port-list.ts";

it("lists known makers first, then other USB ports, then what is built in", async () => {
  const listed = await serialPorts(async () => [
    { path: "/dev/ttyS0" },
    { path: "/dev/ttyUSB0", vendorId: "0403", manufacturer: "FTDI" },
    { path: "COM4", vendorId: "05E0", friendlyName: "Scanner (COM4)", manufacturer: "Zebra" },
    { path: "/dev/ttyACM1", vendorId: "0c2e", manufacturer: "Honeywell_Imaging" },
    { path: "" },
    { path: "x".repeat(301) },
  ]);
  expect(listed).toEqual([
    { path: "/dev/ttyACM1", name: "Honeywell Imaging", maker: "honeywell", usb: true },
    { path: "COM4", name: "Scanner (COM4)", maker: "zebra", usb: true },
    { path: "/dev/ttyUSB0", name: "FTDI", maker: null, usb: true },
    { path: "/dev/ttyS0", name: "", maker: null, usb: false },
  ]);
});

it("is null where the system cannot list them, and never longer than the contract allows", async () => {
  expect(await serialPorts(() => Promise.reject(new Error("spawn udevadm ENOENT")))).toBeNull();
  const many = Array.from({ length: 90 }, (_, index) => ({ path: `/dev/ttyS${index}` }));
  expect(await serialPorts(() => Promise.resolve(many))).toHaveLength(40);
});
