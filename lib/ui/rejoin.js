// A server that was started again draws nothing until it is asked, and what a person asks first is lost: its new session
// has no widgets yet whose change it could notice. So as soon as the server is back, it is asked to draw the page.

const watchers = new WeakMap();

export default function ({ parentElement, setTriggerValue }) {
  const app = document.querySelector('[data-testid="stApp"]');
  // Called again when the theme changes: one watcher is enough.
  watchers.get(parentElement)?.disconnect();
  let isGone = false;
  const watcher = new MutationObserver(() => {
    const isConnected = app.dataset.testConnectionState === "CONNECTED";
    if (isConnected && isGone) setTriggerValue("back", true);
    isGone = !isConnected;
  });
  watcher.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  watchers.set(parentElement, watcher);
  return () => watchers.get(parentElement).disconnect();
}
