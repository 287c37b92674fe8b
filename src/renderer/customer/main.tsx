// The customer's window.
import { openPage } from "#renderer/shared/open-page.tsx";
import { CustomerPage } from "./page.tsx";

openPage(<CustomerPage />);
