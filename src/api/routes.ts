/** The controllers and services of the API beside sign-in and health. */
import type { Provider, Type } from '@nestjs/common';
import { deciderOf } from '../domain/nouns';
import { CommandIntake } from './command-intake';
import { CommandsController } from './commands.controller';
import { LedgerReads } from './ledger-reads';
import { MaskedPeople } from './masked-people';
import { NounLists } from './noun-lists';
import { NounReads } from './noun-reads';
import { NOUN_ROUTES, nounController } from './nouns.controller';
import { Progress } from './progress';
import { Sealing } from './sealing';
import { Waiting } from './waiting';

export const API_PROVIDERS: readonly Provider[] = [CommandIntake, LedgerReads, MaskedPeople, NounLists, NounReads, Progress, Sealing, Waiting];

export const apiControllers = (): Type[] => [
  CommandsController,
  ...NOUN_ROUTES.filter(({ noun }) => deciderOf(noun) !== undefined).map(nounController),
];
