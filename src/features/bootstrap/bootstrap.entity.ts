import { Entity } from 'typeorm';
import { DateColumn, IdColumn, ReferenceColumn, TextColumn } from '../../columns';

/** An entry of the bootstrap file that was carried out (T17): never again, whatever became of what it made. */
@Entity('bootstrap_entry')
export class BootstrapEntry {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  /** Kind and key: `role:deployers`. */
  @TextColumn(191)
  entry!: string;

  /** What it made: later entries find it by this, also under another name. No foreign key: it outlives its target. */
  @ReferenceColumn()
  targetId!: string;

  @DateColumn()
  createdAt!: Date;
}
