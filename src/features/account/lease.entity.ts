import { Entity } from 'typeorm';
import { AsciiColumn, DateColumn, IdColumn } from '../../columns';

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
