/** The controllers and services of the API beside sign-in and health. */
import type { Provider, Type } from '@nestjs/common';
import { deciderOf } from '../domain/nouns';
import { AttachmentStore } from './attachment-store';
import { AttachmentsController } from './attachments.controller';
import { BankFile } from './bank-file';
import { BankWords } from './bank-words';
import { BatchErrorsController } from './batch-errors.controller';
import { BatchResultsController } from './batch-results.controller';
import { BatchesController } from './batches.controller';
import { CommandIntake } from './command-intake';
import { CommandsController } from './commands.controller';
import { DaysController } from './days.controller';
import { DisclosuresController } from './disclosures.controller';
import { DutiesController } from './duties.controller';
import { FlagPackController } from './flag-pack.controller';
import { FlagsController } from './flags.controller';
import { EventsController } from './events.controller';
import { EngagementSamplesController } from './engagement-samples.controller';
import { Erasures } from './erasures';
import { EvidencePacks } from './evidence-packs';
import { JobOwner } from './job-owner';
import { Jobs } from './jobs';
import { JobsController } from './jobs.controller';
import { HouseholdStatementsController } from './household-statements.controller';
import { HouseholdFindController } from './household-find.controller';
import { KnownNumbers } from './known-numbers';
import { KnownPeople } from './known-people';
import { LedgerReads } from './ledger-reads';
import { LineEvents } from './line-events';
import { ListStore } from './list-store';
import { ListSubmission } from './list-submission';
import { ListUpload } from './list-upload';
import { LogController } from './log.controller';
import { MaskedPeople } from './masked-people';
import { NounLists } from './noun-lists';
import { NounReads } from './noun-reads';
import { Pacing } from './pacing';
import { NOUN_ROUTES, nounController } from './nouns.controller';
import { PaidAttempts } from './paid-attempts';
import { Pinned } from './pinned';
import { PeopleController } from './people.controller';
import { RegisterImport } from './register-import';
import { RegisterStore } from './register-store';
import { RegisterTurns } from './register-turns';
import { RegisterUpload } from './register-upload';
import { ProofReads } from './proof-reads';
import { ProofsController } from './proofs.controller';
import { ProvenWait } from './proven-wait';
import { ReconciliationController } from './reconciliation.controller';
import { RegistersController } from './registers.controller';
import { RulesController } from './rules.controller';
import { Sealing } from './sealing';
import { RevealHandler } from './reveal';
import { StatementIntake } from './statement-intake';
import { StatementsController } from './statements.controller';
import { StatisticsController } from './statistics.controller';
import { SubjectStanding } from './subject-standing';
import { TilesController } from './tiles.controller';
import { Trace } from './trace';
import { TraceReceivers } from './trace-receivers';
import { TraceController } from './trace.controller';
import { Waiting } from './waiting';

export const API_PROVIDERS: readonly Provider[] = [
  AttachmentStore, BankFile, BankWords, CommandIntake, Erasures, EvidencePacks, JobOwner, Jobs, KnownNumbers, KnownPeople, LedgerReads, LineEvents, ListStore, ListSubmission, ListUpload, MaskedPeople, NounLists, NounReads, Pacing, PaidAttempts, Pinned, ProofReads, ProvenWait, RevealHandler, Sealing, StatementIntake, SubjectStanding, Trace, TraceReceivers, Waiting,
  RegisterImport, RegisterStore, RegisterTurns, RegisterUpload,
];

export const apiControllers = (): Type[] => [
  CommandsController, BatchesController, BatchErrorsController, BatchResultsController, JobsController, PeopleController,
  HouseholdFindController, DaysController, DisclosuresController, FlagsController, FlagPackController, RulesController, DutiesController, LogController, TilesController, ProofsController, EventsController, TraceController,
  AttachmentsController, EngagementSamplesController, HouseholdStatementsController, RegistersController, StatementsController, StatisticsController, ReconciliationController,
  ...NOUN_ROUTES.filter(({ noun }) => deciderOf(noun) !== undefined).map(nounController),
];
