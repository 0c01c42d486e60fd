/** The peer of `intake.single`: the same service, its framework, sign-in, parsing and validation, that answers a single command without storing it. */
'use strict';
const path = require('node:path');

const built = (name) => require(path.join(__dirname, '.build', 'src', name));
const { CommandIntake, checkFields } = built('api/command-intake');
const { addressed, readSent } = built('api/sent-command');

let position = 0;
const commands = new Set(['EnterDisbursements']);
const { one } = CommandIntake.prototype;
CommandIntake.prototype.one = async function answer(body, headerKey, actor) {
  // What prepares the ground is recorded as by the real one.
  if (!commands.has(body.type)) return one.call(this, body, headerKey, actor);
  const command = addressed(readSent(body, headerKey), actor);
  const refused = checkFields(command, command.data);
  if (refused) throw refused;
  return { key: command.key, status: 'recorded', lastPosition: position += 1 };
};

built('main');
