import { expect, test } from "@jest/globals";
import { startPeopleApp } from "../_helpers/people-app.ts";

test.each([
  [[], "10.0.0.9"],
  [["10.0.0.0/8"], "203.0.113.77"],
])("X-Forwarded-For is believed only from a trusted proxy (%j)", async (trustedProxies, expected) => {
  const house = await startPeopleApp({ trustedProxies });
  try {
    await house.addPerson("ann");
    const browser = house.browser("10.0.0.9");
    const login = { email: "ann@example.org", password: "a wrong password" };

    await browser.send("POST", "/api/v1/auth/login", login, { "x-forwarded-for": "192.0.2.200, 203.0.113.77" });

    const { rows } = await house.database.pool.query("select remote_address from audit_entry");
    expect(rows).toEqual([{ remote_address: expected }]);
  } finally {
    await house.close();
  }
});
