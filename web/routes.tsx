import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { Waiting } from "./components/waiting.tsx";
import { addWords } from "./i18n/start.ts";
import { MissingPage } from "./modules/shell/missing-page.tsx";

/** Its frame is nothing for those who sign in first. */
const SignedIn = lazy(async () => ({ default: (await import("./modules/session/signed-in.tsx")).SignedIn }));
const LoginPage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/session/login-page.tsx"), addWords("session")]);
  return { default: page.LoginPage };
});
const SignUpPage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/session/sign-up-page.tsx"), addWords("session")]);
  return { default: page.SignUpPage };
});
const InvitationPage = lazy(async () => {
  const words = [addWords("account"), addWords("session")];
  const [page] = await Promise.all([import("./modules/session/invitation-page.tsx"), ...words]);
  return { default: page.InvitationPage };
});
const ForgottenPage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/session/forgotten-page.tsx"), addWords("session")]);
  return { default: page.ForgottenPage };
});
const LinkPage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/session/link-page.tsx"), addWords("session")]);
  return { default: page.LinkPage };
});
const MachinesPage = lazy(async () => ({
  default: (await import("./modules/machines/machines-page.tsx")).MachinesPage,
}));
const MachinePage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/machine/machine-page.tsx"), addWords("machine")]);
  return { default: page.MachinePage };
});
const AccountPage = lazy(async () => {
  const words = [addWords("account"), addWords("session")];
  const [page] = await Promise.all([import("./modules/account/account-page.tsx"), ...words]);
  return { default: page.AccountPage };
});

const NewMachinePage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/wizard/new-machine-page.tsx"), addWords("wizard")]);
  return { default: page.NewMachinePage };
});
const ChangeMachinePage = lazy(async () => {
  const [page] = await Promise.all([import("./modules/wizard/change-machine-page.tsx"), addWords("wizard")]);
  return { default: page.ChangeMachinePage };
});

const CloudsPages = lazy(async () => {
  const [page] = await Promise.all([import("./modules/admin/clouds/clouds-pages.tsx"), addWords("admin")]);
  return { default: page.CloudsPages };
});
const AdminPage = lazy(async () => {
  // Runs and their states are said in the words of a machine's page.
  const [page] = await Promise.all([import("./modules/admin/admin-page.tsx"), addWords("admin"), addWords("machine")]);
  return { default: page.AdminPage };
});

/** Every page loads its own code. The service answers these addresses with the page's document (server/routes/page.ts). */
export function Routes() {
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/">
          <Redirect to="/app/machines" replace />
        </Route>
        <Route path="/app/sign-in" component={LoginPage} />
        <Route path="/app/sign-up">
          <SignUpPage />
        </Route>
        <Route path="/app/forgotten" component={ForgottenPage} />
        <Route path="/account/:page" component={LinkPage} />
        <Route path="/invitation" component={InvitationPage} />
        <Route path="/app/*">
          <SignedIn>
            <Switch>
              <Route path="/app/machines" component={MachinesPage} />
              <Route path="/app/new" component={NewMachinePage} />
              <Route path="/app/clouds/*?" component={CloudsPages} />
              <Route path="/app/admin/*?" component={AdminPage} />
              <Route path="/app/machines/:id/change" component={ChangeMachinePage} />
              <Route path="/app/machines/:id/*?" component={MachinePage} />
              <Route path="/app/account/*?" component={AccountPage} />
              <Route component={MissingPage} />
            </Switch>
          </SignedIn>
        </Route>
        <Route component={MissingPage} />
      </Switch>
    </Suspense>
  );
}
