import { Entity } from 'typeorm';
import { AsciiColumn, DateColumn, IdColumn, ReferenceColumn, TextColumn } from '../../columns';

/** Which node does a background job for now: a row each job, taken by whoever finds it free or run out. */
@Entity('lease')
export class Lease {
  @IdColumn()
  name!: string;

  @AsciiColumn(36)
  holder!: string;

  @DateColumn()
  until!: Date;
}

/** A key of the bootstrap file that was carried out once (T17): never again, whatever became of it. */
@Entity('bootstrap_entry')
export class BootstrapEntry {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @TextColumn(191)
  entry!: string;

  @DateColumn()
  createdAt!: Date;
}
