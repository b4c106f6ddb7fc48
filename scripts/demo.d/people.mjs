// Who is on the wall, and what they do: the only thing in this demo that is played. From west to east.
// acts(seen) says what somebody does now: a list of {read}, {say, reply} (of the companion; may be missing) and {optOut}. It sees
// now, wroteAt, unreadSince and outreachAt (when proactive wrote) in milliseconds, null: never; and the hour on their own clock.

const minutes = 60_000;
const days = 24 * 60 * minutes;
const isAwake = ({ hour }) => hour >= 7 && hour < 23;
const age = ({ now, outreachAt }) => now - outreachAt;
const isUnanswered = ({ outreachAt, wroteAt }) => outreachAt !== null && !(wroteAt >= outreachAt);
const oneOf = (list, now) => list[Math.floor(now / (7 * minutes)) % list.length];

const answers = [
  "Better now that you ask 😊 How about you?",
  "Ha, I was just thinking of you!",
  "Busy day, but a good one. Tell me something nice?",
  "Long story. The short version: good!",
  "Perfect timing, my tea has just gone cold.",
  "Tired, happy, a bit sunburnt. Ask me anything.",
];
export const companionReplies = [
  "Tell me more, I have all evening.",
  "That is the most you thing I have heard today.",
  "Good. And what was the best bit?",
  "I like that. Keep me posted?",
  "Noted, with a little star next to it.",
  "Ha! I would have paid to see that.",
];
const chat = [
  "Home at last. What did I miss?",
  "The bus driver sang today. The whole way.",
  "I am cooking, so please talk me out of garlic.",
  "Guess who finally called back?",
  "One more episode, then bed. Maybe two.",
  "Do you think that plants know what day it is?",
];

const allOf = (...habits) => (seen) => habits.flatMap((habit) => habit(seen));
const reads = (seen) =>
  isAwake(seen) && seen.unreadSince !== null && seen.now - seen.unreadSince >= 15 * minutes ? [{ read: true }] : [];
const answersAfter = (wait) => (seen) =>
  isAwake(seen) && isUnanswered(seen) && age(seen) >= wait ? [{ say: oneOf(answers, seen.now) }] : [];

function chatsInTheEvening(seen) {
  const waits = seen.now - seen.wroteAt >= 20 * minutes;
  return seen.hour >= 19 && seen.hour < 21 && waits ? [{ say: oneOf(chat, seen.now) }] : [];
}
function comesBack(seen) {
  const isBack = isAwake(seen) && isUnanswered(seen) && seen.now - seen.wroteAt >= 9 * days;
  return isBack ? [{ say: "Sorry, I was away for a while. I read all of it, though!" }] : [];
}
function optsOut(seen) {
  if (!isAwake(seen) || !isUnanswered(seen) || age(seen) < 45 * minutes) return [];
  const say = "Please don't write to me first. I'll write when I want to.";
  return [{ say, reply: "Of course. I am here when you feel like talking." }, { optOut: true }];
}

export const people = [
  {
    timezone: "America/Los_Angeles",
    about: "wants quiet from 18:00 to 10:00",
    preferences: { quiet_hours: "18:00-10:00" },
    acts: allOf(reads, answersAfter(150 * minutes)),
  },
  { timezone: "America/New_York", about: "does not open the app", acts: () => [] },
  { timezone: "Europe/London", about: "chats every evening", acts: allOf(reads, chatsInTheEvening) },
  { timezone: "Africa/Johannesburg", about: "answers within the hour", acts: allOf(reads, answersAfter(40 * minutes)) },
  { timezone: "Asia/Kolkata", about: "opts out after one message", acts: allOf(reads, optsOut) },
  { timezone: "Australia/Sydney", about: "reads, but does not answer", acts: allOf(reads, comesBack) },
];
