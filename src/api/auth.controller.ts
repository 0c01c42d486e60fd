/** Sign-in of the local profile: a demo user's name and password for a bearer token. */
import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Open } from './actor';
import { WrongSignIn } from './problem';
import { RateLimits } from './rate-limits';
import { demoActor, Tokens } from './sign-in';

export class SignIn {
  @ApiProperty({ type: String, example: 'clerk', description: 'a demo user, or that user in another county: clerk@422826' })
  @IsString()
  @MaxLength(64)
  username!: string;

  @ApiProperty({ type: String, example: 'demo' })
  @IsString()
  @MaxLength(64)
  password!: string;
}

export class Token {
  @ApiProperty({ type: String })
  accessToken!: string;

  @ApiProperty({ type: Number, description: 'seconds' })
  expiresIn!: number;
}

@ApiTags('sign-in')
@Open()
@Controller('v1/auth')
export class AuthController {
  constructor(private readonly tokens: Tokens, private readonly rates: RateLimits) {}

  @Post('token')
  @HttpCode(200)
  @ApiOperation({ summary: '登录 · sign in (local profile only)' })
  @ApiResponse({ status: 200, type: Token })
  @ApiResponse({ status: 401, description: 'wrong user name or password' })
  @ApiResponse({ status: 429, description: 'this address failed too often; see Retry-After' })
  async token(@Body() asked: SignIn, @Ip() address: string): Promise<Token> {
    await this.rates.mayTrySignIn(address);
    const actor = demoActor(asked.username, asked.password);
    if (!actor) {
      await this.rates.signInFailed(address);
      throw new WrongSignIn();
    }
    return this.tokens.issue(actor);
  }
}
