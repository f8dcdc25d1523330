"use strict";
// The clock of the masthead goes on; without a script it shows the time of the request.
const clock = document.querySelector(".masthead__clock time");
if (clock) {
  const started = Date.now();
  const shown = new Date(clock.dateTime).getTime();
  setInterval(() => {
    const moment = new Date(shown + Date.now() - started + 3 * 3600 * 1000);
    clock.textContent = moment.toISOString().slice(11, 19);
  }, 1000);
}
