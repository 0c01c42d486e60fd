/** What became of work that outlived its request. */
import { Controller, Get, Headers, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/decider';
import { Who } from './actor';
import { Jobs, type Job } from './jobs';
import { languageOf } from './problem';

@ApiTags('jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(private readonly jobs: Jobs) {}

  @Get(':id')
  @ApiOperation({ summary: '任务 · a job: running, then done, failed or stopped' })
  @ApiResponse({ status: 200, description: '{id, kind, subject, state, result?, code?, detail?, text?}' })
  async job(@Param('id') id: string, @Who() actor: Actor, @Headers('accept-language') languages: string | undefined): Promise<Job & { detail?: string }> {
    const job = await this.jobs.find(id, actor);
    return { ...job, ...(job.text ? { detail: job.text[languageOf(languages)] } : {}) };
  }
}
