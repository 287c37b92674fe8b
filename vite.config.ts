// One build for everything: the two pages, both hosts, and the preload as a single CommonJS file.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const natives = ["better-sqlite3", "node-hid", "serialport", "electron"];
const hosts = { browser: "src/main/browser/main.ts", electron: "src/main/electron/main.ts" };

export default defineConfig({
  root: "src/renderer",
  base: "./",
  plugins: [react()],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: "../../out/renderer",
        emptyOutDir: true,
        target: "chrome130",
        assetsInlineLimit: 0,
        modulePreload: false,
        rolldownOptions: { input: { cashier: "src/renderer/cashier/index.html", customer: "src/renderer/customer/index.html" } },
      },
    },
  },
});
