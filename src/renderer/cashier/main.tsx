// The cashier's window.
import { openPage } from "#renderer/shared/open-page.tsx";
import { CashierPage } from "./page.tsx";

openPage(<CashierPage />);
