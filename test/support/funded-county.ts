/** Brings county 422826 to where it may pay: a programme, and an allocation received from the province. */
import type { TestApp } from './app';
import { issue, programme, receive, split } from './county-commands';

export async function fundCounty(service: TestApp, more: object = {}): Promise<void> {
  const [province, clerk] = [await service.as('province@42'), await service.as('clerk@422826')];
  await province.send('DefineProgramme', 'grain', programme(more)).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  await province.send('SplitAllocation', 'root-1', split()).expect(201);
  await clerk.send('ReceiveAllocation', 'county-1', receive()).expect(201);
}
