/** Contracts of projects as signed, and what amendments made of them. */
import type { ContractAmended, ContractSigned } from '../../src/domain/project-contract';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'contract',
  meaning: 'a contract of a project was signed or amended; an amendment leaves empty what it does not change',
  columns: {
    project_id: text('project'),
    contract_number: text('number of the contract'),
    kind: text('signed or amended'),
    region: text('region of the project'),
    contractor_uscc: text('contractor'),
    contractor_name: text('its name'),
    tender_number: text('tender it follows from'),
    lot: whole('lot of that tender'),
    amount_fen: fen('amount, or amount after the amendment'),
    advance_basis_points: whole('advance in basis points of the amount'),
    retention_basis_points: whole('retention in basis points of the amount; empty where the contract is silent'),
    start_on: day('first day of the works'),
    end_on: day('last day of the works'),
    document_number: text('document that approved the amendment'),
  },
  indexes: ['project_id, contract_number', 'contractor_uscc where contractor_uscc is not null'],
  from: {
    ContractSigned: (data: ContractSigned, event, opening: { region: string }) => ({
      project_id: idOf(event), contract_number: data.contractNumber, kind: 'signed', region: opening.region, contractor_uscc: data.contractorUscc, contractor_name: data.contractorName,
      tender_number: data.tenderNumber, lot: data.lot, amount_fen: data.amountFen, advance_basis_points: data.advanceBasisPoints, retention_basis_points: data.retentionBasisPoints,
      start_on: data.startOn, end_on: data.endOn,
    }),
    ContractAmended: (data: ContractAmended, event, opening: { region: string }) => ({
      project_id: idOf(event), contract_number: data.contractNumber, kind: 'amended', region: opening.region, amount_fen: data.amountFen, retention_basis_points: data.retentionBasisPoints,
      end_on: data.endOn, document_number: data.documentNumber,
    }),
  },
};
export default table;
