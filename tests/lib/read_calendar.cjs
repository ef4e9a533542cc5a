// Reads a calendar file from standard input with Mozilla's ical.js and prints what it understood as JSON.
// Time zones are taken from the file alone: ical.js has no database of its own.
const ICAL = require("ical.js");

const moment = (time) => ({
  isDay: time.isDate,
  text: time.toString(),
  zone: time.zone.tzid,
  seconds: time.isDate ? null : time.toUnixTime(),
});
const person = (property) => ({
  address: property.getFirstValue(),
  name: property.getFirstParameter("cn"),
  status: property.getFirstParameter("partstat"),
  answers: property.getFirstParameter("rsvp"),
  sentBy: property.getFirstParameter("sent-by"),
});
const told = (component, names) =>
  Object.fromEntries(names.map((name) => [name, component.getFirstPropertyValue(name)?.toString() ?? null]));

const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component, { strictExceptions: true });
  return {
    ...told(component, ["uid", "summary", "description", "location", "url", "status", "transp", "sequence"]),
    ...told(component, ["categories", "dtstamp", "last-modified"]),
    alarms: component.getAllSubcomponents("valarm").length,
    starts: moment(event.startDate),
    ends: moment(event.endDate),
    organizer: event.organizer ? person(component.getFirstProperty("organizer")) : null,
    attendees: event.attendees.map(person),
  };
});
const head = told(calendar, ["prodid", "version", "method", "x-wr-calname", "refresh-interval", "x-published-ttl"]);
const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid"));
process.stdout.write(JSON.stringify({ ...head, zones, events }));
